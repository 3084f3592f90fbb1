const python = (
  address,
) => `# pip install langgraph openinference-instrumentation-langchain opentelemetry-exporter-otlp
import os
os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "${address}"
os.environ["OTEL_SERVICE_NAME"]           = "email-writer"   # the agent's name here

from openinference.instrumentation.langchain import LangChainInstrumentor
LangChainInstrumentor().instrument()        # that is all: run your graph as before`;

/** What the server answers at /connect/snippets, shortened. */
export const snippets = (address) => ({
  languages: [
    {
      id: 'python',
      name: 'Python',
      hint: 'LangGraph, OpenAI, any',
      variants: [
        { id: 'langgraph', name: 'LangGraph', code: python(address), command: 'python email_writer.py' },
        {
          id: 'openai',
          name: 'OpenAI SDK',
          code: python(address).replaceAll('langchain', 'openai').replaceAll('LangChain', 'OpenAI'),
          command: 'python email_writer.py',
        },
        {
          id: 'otel',
          name: 'Plain OTel',
          code: `import os\nos.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "${address}"`,
          command: 'python agent.py',
        },
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
          command: null,
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
          command: null,
        },
      ],
    },
  ],
});
