/** <b>How do other people's tools read a feature?</b> Neuronpedia, SAEDashboard and SAELens, by the formats that they take. */
@NullMarked
package org.snmf.experiments.exchange;

import org.jspecify.annotations.NullMarked;
