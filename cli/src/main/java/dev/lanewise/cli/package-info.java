/**
 * The commands: a class each, put together from the options they share ({@link
 * dev.lanewise.cli.ModelOptions}, {@link dev.lanewise.cli.TextOptions}).
 *
 * <p>Results go to standard output, all else to standard error, both UTF-8 whatever the locale. The
 * exit code is 0 if all is done, 1 if something failed, said in one line, and 2 for wrong usage. A
 * new command is a class here and a name in {@link dev.lanewise.cli.Main}.
 */
package dev.lanewise.cli;
