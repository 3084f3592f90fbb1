-- What an organization chose to happen to personal data and secrets; without a row the standard holds.
create table privacy_policies (
  organization_id uuid not null primary key,
  version integer not null,
  -- the key that its pseudonyms are made with: another id means that they no longer join
  key_id text not null,
  -- JSON: classes, names of fields, attributes, patterns
  choices text not null,
  updated_at timestamptz not null,
  updated_by text not null
);
select metaagent_protect('privacy_policies', 'select, insert, update, delete');
