package dev.lanewise.weights.pack;

/**
 * What has been packed or unpacked.
 *
 * @param format the archive's form
 * @param files how many files
 * @param bytes what they hold together
 * @param name what a jar's model is called on the class path; empty for other forms
 */
public record PackReport(ArchiveFormat format, int files, long bytes, String name) {}
