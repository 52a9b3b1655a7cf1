package org.snmf.magics.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a verb is used, in one line, and what {@code var x = %snmf VERB} receives. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Example {
    /** The line after {@code %snmf}. */
    String value();

    /** Type of the object that the verb returns. */
    Class<?> returns() default Object.class;
}
