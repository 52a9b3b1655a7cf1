/**
 * <b>Which model comes with the project?</b> The embedded model and the sentences of the notebooks.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.demo;
