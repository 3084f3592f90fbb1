/** Where this browser keeps what a person has chosen. */
export const PREFERENCES_KEY = 'metaagent.preferences';

/** Runs before the first paint, so that the theme never flashes; static, so that its hash is known. */
export const EARLY_SCRIPT = `(function(){try{var p=JSON.parse(localStorage.getItem(${JSON.stringify(PREFERENCES_KEY)})||'{}'),t=new URLSearchParams(location.search).get('theme')||p.theme||'system';if(t==='system')t=matchMedia('(prefers-color-scheme: light)').matches?'light':'dark';document.documentElement.dataset.theme=t;document.documentElement.dataset.density=p.density||'comfortable'}catch(e){}})()`;
