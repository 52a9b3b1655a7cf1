/**
 * <b>What is lost when something goes wrong?</b> A campaign of kills, interrupts, small heaps, full disks and second writers
 * against verbs that run in processes of their own, and damaged files for every reader, both repeatable from a seed.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.bench.faults;
