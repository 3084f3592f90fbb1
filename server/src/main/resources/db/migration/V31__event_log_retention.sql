-- The job that trimmed the log has another name.
delete from scheduled_tasks where task_name = 'news-trimming';
