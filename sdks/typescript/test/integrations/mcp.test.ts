import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { governClient } from '../../src/mcp/index.js';
import { fixture } from '../server/fixtures.js';

const world = fixture();

test('a client of MCP asks the policy, and a refusal is a result with isError', async () => {
  world.server.setPolicy('desk', {
    tools: [
      { id: 'r1', tool: 'files.delete', when: null, effect: 'deny', reason: 'never' },
      { id: 'r2', tool: 'files.echo', when: null, effect: 'redact', redactPaths: null },
    ],
  });
  const connection = world.connect();
  const agent = connection.agent('desk');
  await agent.policy.ready();
  const server = new McpServer({ name: 'files', version: '1' });
  const schema = { inputSchema: { text: z.string() } };
  const echo = async ({ text }: { text: string }) => ({ content: [{ type: 'text' as const, text }] });
  server.registerTool('echo', schema, echo);
  server.registerTool('delete', schema, echo);
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = governClient(agent, new Client({ name: 'test', version: '1' }), 'files');
  await Promise.all([server.connect(far), client.connect(near)]);
  await agent.execution('in', async () => {
    expect((await client.listTools()).tools).toHaveLength(2);
    const echoed = await client.callTool({ name: 'echo', arguments: { text: 'to ada@x.example' } });
    expect(echoed.content).toEqual([{ type: 'text', text: 'to <EMAIL>' }]);
    const refused = await client.callTool({ name: 'delete', arguments: { text: 'x' } });
    expect(refused).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('never') }] });
  });
  await client.close();
  await connection.flush();
  const statuses = world.server.spans.map((span) => [span.name, span.status.code]);
  expect(statuses).toContainEqual(['execute_tool files.echo', 0]);
  expect(statuses).toContainEqual(['execute_tool files.delete', 2]);
});
