/**
 * Results to a page that people read: targets, tables, charts. Only ever reads a {@link
 * dev.lanewise.bench.results.Results}, so that an old run can be shown anew.
 */
package dev.lanewise.bench.report;
