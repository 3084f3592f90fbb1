export { default } from './fleet/page';
