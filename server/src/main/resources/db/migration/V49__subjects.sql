-- What a run was about, in one line of its input: part of the bodies, and removed with the words beside it.

alter table execution_words add column subject text;
