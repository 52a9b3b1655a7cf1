/**
 * <b>What does this feature do?</b> Everything that is known of one feature on one page, and an atlas of all of them.
 */
@NullMarked
package org.snmf.views.page;

import org.jspecify.annotations.NullMarked;
