/** A hub on the loopback interface, for the tests of this module and of the command line. */
package dev.lanewise.weights.fakehub;
