/** What does the reference implementation compute? */
@org.jspecify.annotations.NullMarked
package org.snmf.goldens;
