package dev.lanewise.json;

/**
 * A number as it is written, because {@code 2} and {@code 2.0} differ where a format asks for an
 * integer, and because some files hold integers that no {@code long} does.
 *
 * @param text the number's characters
 * @param integer whether it is written without fraction and exponent
 */
record JsonNumber(String text, boolean integer) {}
