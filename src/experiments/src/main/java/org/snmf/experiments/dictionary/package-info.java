/**
 * What does a dictionary make of an activation?
 *
 * <p>{@link org.snmf.experiments.dictionary.SparseDictionary} is the one form of sparse autoencoders and transcoders, whoever
 * trained them; {@link org.snmf.experiments.dictionary.DictionaryCoder} encodes and decodes with it, and
 * {@link org.snmf.experiments.dictionary.SelfCheck} says whether what comes out can be right.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.dictionary;
