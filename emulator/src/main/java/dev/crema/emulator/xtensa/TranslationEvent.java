package dev.crema.emulator.xtensa;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What the JDK's flight recorder is told of the translation of a region, which takes as long as the event. */
@Name(TranslationEvent.NAME)
@Label("Translation of guest code")
@Description("A region of hot guest code was translated to a class")
@Category("Crema")
@StackTrace(false)
final class TranslationEvent extends Event {
    static final String NAME = "dev.crema.Translation";

    @Label("Address")
    @Description("Where the region begins")
    String address;

    @Label("Blocks")
    int blocks;

    @Label("Guest instructions")
    int instructions;

    @Label("Class file")
    @DataAmount
    int classFile;
}
