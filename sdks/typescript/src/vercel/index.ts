export { governModel } from './model.js';
export { governTool, governTools } from './tools.js';
