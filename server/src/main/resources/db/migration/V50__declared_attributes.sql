-- What an organization says about the attribute keys it declared. The keys alone, in order, stay in
-- organizations.attribute_keys, which is read with every batch.

create table attribute_declarations (
  organization_id uuid not null,
  key text not null,
  label text not null,
  -- values are replaced by pseudonyms before they are stored
  pseudonymous boolean not null default false,
  primary key (organization_id, key)
);
select metaagent_protect('attribute_declarations', 'select, insert, update, delete', 'r');
