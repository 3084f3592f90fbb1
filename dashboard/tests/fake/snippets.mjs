import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const python = (
  address,
  key,
) => `# pip install langgraph openinference-instrumentation-langchain opentelemetry-exporter-otlp
import os
os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "${address}"${key ? `\nos.environ["OTEL_EXPORTER_OTLP_HEADERS"]  = "authorization=Bearer%20${key}"` : ''}
os.environ["OTEL_SERVICE_NAME"]           = "email-writer"   # the agent's name here

from openinference.instrumentation.langchain import LangChainInstrumentor
LangChainInstrumentor().instrument()        # that is all: run your graph as before`;

const COMMANDS = {
  python: 'python email_writer.py',
  typescript: 'npx tsx email-writer.ts',
  java: './mvnw compile exec:java',
};
const SNIPPETS = join(import.meta.dirname, '../../../server/src/main/resources/connect');

/** The snippet with an SDK is the server's own. */
const sdk = (language, address, key) => ({
  id: 'sdk',
  name: 'MetaAgent SDK',
  code: readFileSync(join(SNIPPETS, `${language}-sdk.txt`), 'utf8')
    .replaceAll('{{address}}', address)
    .replaceAll('{{key}}', key ?? ''),
  command: COMMANDS[language],
});

/** What the server answers at /connect/snippets, shortened. */
export const snippets = (address, key) => ({
  languages: [
    {
      id: 'python',
      name: 'Python',
      hint: 'LangGraph, OpenAI, any',
      variants: [
        { id: 'langgraph', name: 'LangGraph', code: python(address, key), command: 'python email_writer.py' },
        {
          id: 'openai',
          name: 'OpenAI SDK',
          code: python(address, key).replaceAll('langchain', 'openai').replaceAll('LangChain', 'OpenAI'),
          command: 'python email_writer.py',
        },
        ...[
          ['openai-agents', 'OpenAI Agents'],
          ['pydantic-ai', 'Pydantic AI'],
          ['crewai', 'CrewAI'],
          ['anthropic', 'Anthropic SDK'],
        ].map(([id, name]) => ({ id, name, code: python(address, key), command: 'python email_writer.py' })),
        {
          id: 'otel',
          name: 'Plain OTel',
          code: `import os\nos.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "${address}"`,
          command: 'python agent.py',
        },
        sdk('python', address, key),
      ],
    },
    {
      id: 'typescript',
      name: 'TypeScript',
      hint: 'LangGraph, Vercel AI',
      variants: [
        {
          id: 'otel',
          name: 'Plain OTel',
          code: `import { NodeSDK } from '@opentelemetry/sdk-node';\n// reads OTEL_EXPORTER_OTLP_ENDPOINT=${address}\nnew NodeSDK().start();`,
          command: 'node agent.js',
        },
        sdk('typescript', address, key),
      ],
    },
    {
      id: 'java',
      name: 'Java',
      hint: 'Spring AI, LangChain4j',
      variants: [
        {
          id: 'agent',
          name: 'Java agent',
          code: `export OTEL_EXPORTER_OTLP_ENDPOINT="${address}"`,
          command: 'java -javaagent:opentelemetry-javaagent.jar -jar agent.jar',
        },
        sdk('java', address, key),
      ],
    },
    {
      id: 'n8n',
      name: 'n8n',
      hint: 'workflows and errors',
      variants: [
        {
          id: 'otel',
          name: 'OpenTelemetry',
          code: `# environment of n8n (2.19 or newer), then restart it\nN8N_OTEL_ENABLED=true\nN8N_OTEL_EXPORTER_OTLP_ENDPOINT=${address}`,
          command: 'n8n start',
        },
      ],
    },
    {
      id: 'curl',
      name: 'curl',
      hint: 'plain JSON',
      variants: [
        {
          id: 'curl',
          name: 'curl',
          code: `curl -X POST "${address}/v1/traces" -H "Content-Type: application/json" -d @trace.json`,
          command: 'sh send.sh',
        },
      ],
    },
    {
      id: 'other',
      name: 'Something else',
      hint: 'any OTLP exporter',
      variants: [
        {
          id: 'env',
          name: 'Environment',
          code: `export OTEL_EXPORTER_OTLP_ENDPOINT="${address}"\nexport OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"`,
          command: 'sh send.sh',
        },
      ],
    },
  ],
});
