/** What does the reference implementation compute? */
package org.snmf.goldens;
