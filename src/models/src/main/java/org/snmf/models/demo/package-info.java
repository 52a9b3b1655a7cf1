/**
 * <b>Which model comes with the project?</b> The embedded model and the sentences of the notebooks.
 */
package org.snmf.models.demo;
