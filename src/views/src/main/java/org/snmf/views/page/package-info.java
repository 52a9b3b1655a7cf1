/**
 * <b>What does this feature do?</b> Everything that is known of one feature on one page, and an atlas of all of them.
 */
package org.snmf.views.page;
