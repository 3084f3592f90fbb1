export { MetaAgentCallbackHandler } from './handler.js';
export { governTool, governTools } from './tools.js';
