-- An agent is what a run began with. Until the beginning of a run is known, a name may stand in for it; such a name is
-- registered, so that the run can be shown, but is no agent of the fleet.
alter table agent_registry add column began boolean not null default true;
