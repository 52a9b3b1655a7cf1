/**
 * How is a chat model asked, and what does it cost?
 *
 * <p>A {@link org.snmf.experiments.chat.ChatClient} asks any server that speaks OpenAI's protocol or Ollama's. It counts and
 * prices before the first call, keeps every answer on disk, tries again what failed for a while, and never exceeds its
 * {@link org.snmf.experiments.chat.ChatBudget}. {@link org.snmf.experiments.chat.PromptTemplate}s hold what is asked.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.chat;
