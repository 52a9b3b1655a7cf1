/** Where does this program keep things? The settings of the environment, told to the library, which does not read it. */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.places;
