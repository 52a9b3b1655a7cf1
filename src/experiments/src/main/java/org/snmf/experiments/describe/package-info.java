/**
 * <b>What is a feature called?</b> Names for people, and what they rest on.
 */
package org.snmf.experiments.describe;
