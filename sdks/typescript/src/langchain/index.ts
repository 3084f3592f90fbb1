export { MetaAgentCallbackHandler } from './handler.js';
export { governModel } from './models.js';
export { governTool, governTools } from './tools.js';
