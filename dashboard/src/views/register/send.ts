import type { QueryClient } from '@tanstack/react-query';
import { patch, path } from '@/api/client';
import type { AgentEdit, AgentRecord, RegisterEntry } from '@/api/types';

/** Changes an entry, and reads again what shows it. */
export async function send(client: QueryClient, entry: RegisterEntry, edit: AgentEdit) {
  await patch<AgentRecord>(path`/agents/${entry.agent.id}`, edit);
  await client.invalidateQueries({ queryKey: ['register'] });
  void client.invalidateQueries({ queryKey: ['agent', entry.agent.id] });
}
