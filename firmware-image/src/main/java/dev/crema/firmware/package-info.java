/**
 * The bytes of a flash chip and what is known of them: {@code FlashImage} is the noun everything else starts from.
 */
package dev.crema.firmware;
