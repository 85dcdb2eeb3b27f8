package dev.crema.firmware.demangle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemanglerTest {
    /** Names as rustc writes them, and as rustc-demangle prints them without hashes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            _ZN4core3fmt5write17h0123456789abcdefE | core::fmt::write
            _ZN9hashbrown3raw21RawTable$LT$T$C$A$GT$14reserve_rehash17h0f12ae7446093ad2E | hashbrown::raw::RawTable<T,A>::reserve_rehash
            _ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE | <Test + 'static as foo::Bar<Test>>::bar
            _ZN3foo28_$u7b$$u7b$closure$u7d$$u7d$17h05af221e174051e9E | foo::{{closure}}
            _ZN3foo3bar17h05af221e174051e9E.llvm.A5310EB9 | foo::bar
            _RNvCs1234_7mycrate3foo | mycrate::foo
            _RNvNtCs1234_7mycrate3foo3bar.llvm.123 | mycrate::foo::bar
            _RINvMNtCsgEmfK2I1SDS_4core3stre12trim_matchesNvMNtNtB5_4char7methodsc13is_whitespaceECsjrHSEGnQ3l9_3std | <str>::trim_matches::<<char>::is_whitespace>
            _RINvMNtCsgEmfK2I1SDS_4core5sliceSh11copy_withinINtNtNtB5_3ops5range14RangeInclusivejEECsfEOYDRpO4Ta_11miniz_oxide | <[u8]>::copy_within::<core::ops::range::RangeInclusive<usize>>
            _RNvXs1g_NtCsgEmfK2I1SDS_4core3fmtReNtB6_5Debug3fmtCsjrHSEGnQ3l9_3std | <&str as core::fmt::Debug>::fmt
            _RNCNCNCNvNtCsjrHSEGnQ3l9_3std2rt19lang_start_internal00s_0B9_ | std::rt::lang_start_internal::{closure#0}::{closure#0}::{closure#1}
            _RNvNvNtNtNtCsjrHSEGnQ3l9_3std3sys6thread4unix14min_stack_size5DLSYM.1 | std::sys::thread::unix::min_stack_size::DLSYM.1
            """)
    void readsRustNames(String mangled, String expected) {
        assertEquals(expected, Demangler.demangle(mangled));
    }

    /** The examples of RFC 2603 and of rustc's own tests of the second mangling. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            _RINvNtC3std3mem8align_ofdE | std::mem::align_of::<f64>
            _RNvC6_123foo3bar | 123foo::bar
            _RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y | utf8_idents::საჭმელად_გემრიელი_სადილი
            _RMCs4fqI2P2rA04_13const_genericINtB0_8UnsignedKhb_E | <const_generic::Unsigned<11>>
            _RMCs4fqI2P2rA04_13const_genericINtB0_6SignedKs98_E | <const_generic::Signed<152>>
            _RMCs4fqI2P2rA04_13const_genericINtB0_6SignedKanb_E | <const_generic::Signed<-11>>
            _RMCs4fqI2P2rA04_13const_genericINtB0_4BoolKb0_E | <const_generic::Bool<false>>
            _RMCs4fqI2P2rA04_13const_genericINtB0_4CharKc2202_E | <const_generic::Char<'∂'>>
            _RNvCs4fqI2P2rA04_13const_generic3fooKpE |
            _RNvMs0_C3foosTFKCmEuE3bar |
            _RINvC3foo3barFUKCmEuE | foo::bar::<unsafe extern "C" fn(u32)>
            _RINvC3foo3barDG_INtNtC4core3ops2FnTRL0_mEEp6OutputuEL_E | foo::bar::<dyn for<'a> core::ops::Fn<(&'a u32,), Output = ()>>
            """)
    void readsTheSecondMangling(String mangled, String expected) {
        assertEquals(expected == null ? mangled : expected, Demangler.demangle(mangled));
    }

    /** Names as GCC writes them, and as c++filt prints them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            _Z3foov | foo()
            _Z3fooiPKcRSt6vectorIiSaIiEE | foo(int, char const*, std::vector<int, std::allocator<int> >&)
            _ZN5Print5printEPKc | Print::print(char const*)
            _ZNK6String6lengthEv | String::length() const
            _ZN14HardwareSerialC2Ei | HardwareSerial::HardwareSerial(int)
            _ZN14HardwareSerialD0Ev | HardwareSerial::~HardwareSerial()
            _ZTV14HardwareSerial | vtable for HardwareSerial
            _ZTI6Stream | typeinfo for Stream
            _ZThn4_N6Client5writeEh | non-virtual thunk to Client::write(unsigned char)
            _ZZ4loopvE5count | loop()::count
            _ZGVZ4loopvE5count | guard variable for loop()::count
            _ZZ5setupvENKUlvE_clEv | setup()::{lambda()#1}::operator()() const
            _ZN12_GLOBAL__N_13fooEv | (anonymous namespace)::foo()
            _Z3barPFvPvE | bar(void (*)(void*))
            _Z3bazM5PrintFvvE | baz(void (Print::*)())
            _Z3arrRA5_i | arr(int (&) [5])
            _Z3maxIiET_S0_S0_ | int max<int>(int, int)
            _Z1fIJidcEEvDpT_ | void f<int, double, char>(int, double, char)
            _ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_h | std::basic_ostream<char, std::char_traits<char> >& std::operator<< <std::char_traits<char> >(std::basic_ostream<char, std::char_traits<char> >&, unsigned char)
            _ZN3fooILb1ELin1ELj3EE3barEv | foo<true, -1, 3u>::bar()
            _ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE7reserveEm.constprop.0 | std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >::reserve(unsigned long) [clone .constprop.0]
            """)
    void readsCPlusPlusNames(String mangled, String expected) {
        assertEquals(expected, Demangler.demangle(mangled));
    }

    @ParameterizedTest
    @CsvSource({"app_main", "_Z", "_R", "_ZN", "_ZN3foo", "_Z3", "_RNv", "_ZN999999999999foo", "_RC99999999a", "printf", "''"})
    void otherNamesStayAsTheyAre(String name) {
        assertEquals(name, Demangler.demangle(name));
    }

    @Test
    void cratesAreThoseOfTheFirstPath() {
        assertEquals(Optional.of("core"), Demangler.crate("_ZN4core3fmt5write17h0123456789abcdefE"));
        assertEquals(Optional.of("foo"),
                Demangler.crate("_ZN43_$LT$u8$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE"));
        assertEquals(Optional.of("mycrate"), Demangler.crate("_RNvCs1234_7mycrate3foo"));
        assertEquals(Optional.of("core"),
                Demangler.crate("_RNvXs1g_NtCsgEmfK2I1SDS_4core3fmtReNtB6_5Debug3fmtCsjrHSEGnQ3l9_3std"));
        assertEquals(Optional.empty(), Demangler.crate("_ZN5Print5printEPKc"));
        assertEquals(Optional.empty(), Demangler.crate("app_main"));
    }

    /** References back to themselves, deep nesting and nonsense end soon and without an exception. */
    @Test
    void nonsenseIsBounded() {
        Demangler.demangle("_Z" + "P".repeat(100_000) + "i");
        Demangler.demangle("_R" + "I".repeat(100_000));
        Demangler.demangle("_ZN1aI" + "S_".repeat(1000));
        Random random = new Random(1);
        String[] seeds = {"_RINvC3foo3barDG_INtNtC4core3ops2FnTRL0_mEEp6OutputuEL_E", "_Z1fIJidcEEvDpT_",
            "_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE7reserveEm", "_RNvMs0_C3foosTFKCmEuE3bar",
            "_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y", "_Z3bazM5PrintFvvE"};
        String letters = "_ZRNSTIEJKLPDpBC0123456789abcdefghijklmstuvxyz$.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder(seeds[i % seeds.length]);
            for (int change = random.nextInt(4); change >= 0; change--) {
                name.setCharAt(2 + random.nextInt(name.length() - 2), letters.charAt(random.nextInt(letters.length())));
            }
            Demangler.demangle(name.toString());
            Demangler.crate(name.toString());
        }
    }
}
