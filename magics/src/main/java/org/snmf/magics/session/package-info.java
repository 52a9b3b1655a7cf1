/**
 * <b>What is held, and does it belong together?</b> Model, sentences, activations, factorization and tree; the one
 * door that checks where features meet a model.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.session;
