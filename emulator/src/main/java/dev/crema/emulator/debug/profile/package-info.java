/** Where a guest spends its cycles: exact, by function and by who called it. */
package dev.crema.emulator.debug.profile;
