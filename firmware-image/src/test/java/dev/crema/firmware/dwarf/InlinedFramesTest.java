package dev.crema.firmware.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.Fixtures;
import dev.crema.firmware.elf.ElfFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program whose functions the compiler has put into one another; see the fixtures' README. */
class InlinedFramesTest {
    private static SourceLocator locator(int version) {
        String name = "inlined-dwarf%d.elf".formatted(version);
        return new SourceLocator(ElfFile.parse(ByteView.of(name, Fixtures.read(name))));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void functionsAreGivenInnermostFirst(int version) {
        List<SourceFrame> frames = locator(version).framesAt(0x400D0040);
        assertEquals(List.of("twice", "fourfold", "sum"), frames.stream().map(SourceFrame::function).toList());
        assertEquals(List.of(6, 13, 19), frames.stream().map(frame -> frame.line().orElseThrow().line()).toList());
        assertEquals(List.of(true, true, false), frames.stream().map(SourceFrame::isInlined).toList());
        assertEquals("/src/inlined.c", frames.getFirst().line().orElseThrow().file());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void codeOfItsOwnIsOneFrame(int version) {
        List<SourceFrame> frames = locator(version).framesAt(0x400D005F);
        assertEquals(List.of("call_start_cpu0"), frames.stream().map(SourceFrame::function).toList());
        assertEquals(28, frames.getFirst().line().orElseThrow().line());
    }
}
