import type { Fixture } from '../server/fixtures.js';

/** An agent called desk that holds a policy, and the spans that the server received. */
export function desk(world: Fixture) {
  async function agentWith(content: object = {}, options: object = {}) {
    world.server.setPolicy('desk', content);
    const client = world.connect(options);
    const agent = client.agent('desk');
    await agent.policy.ready();
    return { client, agent };
  }

  const span = (name: string) => {
    const found = world.server.spans.find((one) => one.name === name);
    if (found === undefined)
      throw new Error(`no span ${name} among ${world.server.spans.map((one) => one.name)}`);
    return found;
  };

  return { agentWith, span };
}
