/**
 * How is somebody else's dictionary read?
 *
 * <p>{@link org.snmf.experiments.dictionary.published.PublishedDictionary#open} finds the files, knows whose format they are
 * in, and makes the one form of them, with a record of every decision that no tensor tells. What it does not know it asks
 * for; what it cannot read it refuses by name.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.dictionary.published;
