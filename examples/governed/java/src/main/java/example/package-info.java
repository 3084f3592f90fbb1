/// An agent of LangChain4j that MetaAgent governs.
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
