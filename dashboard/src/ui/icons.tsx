import type { SVGProps } from 'react';

/** One set of 16 px icons, 1.4 px stroke. */
const PATHS = {
  fleet: (
    <>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
      <circle cx="5" cy="4" r="1.4" fill="var(--bg-0)" />
      <circle cx="10.5" cy="8" r="1.4" fill="var(--bg-0)" />
      <circle cx="7" cy="12" r="1.4" fill="var(--bg-0)" />
    </>
  ),
  executions: <path d="M2.5 4h5M2.5 8h9M5.5 12h8" />,
  connect: <path d="M6 2.5v3M10 2.5v3M4 5.5h8v2.2a4 4 0 0 1-8 0zM8 11.7v2.3" />,
  settings: (
    <>
      <path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6" />
      <circle cx="10.2" cy="5" r="1.7" />
      <circle cx="5.7" cy="11" r="1.7" />
    </>
  ),
  key: (
    <>
      <circle cx="5.2" cy="10.8" r="2.7" />
      <path d="m7.2 8.8 6-6M10.8 5.200l2 2M9 7l1.400 1.400" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  up: <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />,
  right: <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />,
  check: <path d="m3.5 8.4 3 3 6-6.6" />,
  x: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.6" />
      <path d="M10.5 3H4.4A1.4 1.4 0 0 0 3 4.4v6.1" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.8V8l2.2 1.6" />
    </>
  ),
  pause: <path d="M5.5 4v8M10.5 4v8" />,
  play: <path d="M5 3.5v9l7.5-4.5z" />,
  person: (
    <>
      <circle cx="8" cy="5.6" r="2.6" />
      <path d="M3 13.5c.6-2.6 2.5-3.7 5-3.7s4.4 1.1 5 3.7" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1" />
    </>
  ),
  llm: <path d="M8 2.2 9.4 6.6 13.8 8 9.4 9.4 8 13.8 6.6 9.4 2.2 8 6.6 6.6z" />,
  tool: <path d="M10.2 2.8a3.3 3.3 0 0 0-3.9 4.3L2.6 10.8l2.6 2.6 3.7-3.7a3.3 3.3 0 0 0 4.3-3.9L11 8 8 5z" />,
  retrieval: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="1.9" />
      <path d="M3 4v8c0 1 2.2 1.9 5 1.9s5-.9 5-1.9V4M3 8c0 1 2.2 1.9 5 1.9S13 9 13 8" />
    </>
  ),
  handoff: <path d="M2.5 5h8.5M8.5 2.5 11 5 8.5 7.5M13.5 11H5M7.5 8.5 5 11l2.5 2.5" />,
  agent: (
    <>
      <rect x="3" y="5" width="10" height="7.5" rx="2" />
      <path d="M8 5V2.5M6 8.5v.8M10 8.5v.8" />
    </>
  ),
  guard: <path d="M8 2 3 4v4c0 3 2.2 5 5 6 2.8-1 5-3 5-6V4z" />,
  chain: (
    <path d="M6.5 9.5 9.5 6.500M7 4.800l1.3-1.300a3 3 0 0 1 4.2 4.200L11.2 9M9 11.200l-1.3 1.300a3 3 0 0 1-4.2-4.200L4.8 7" />
  ),
  embedding: (
    <>
      <circle cx="4" cy="11.5" r="1.5" />
      <circle cx="7.5" cy="5" r="1.5" />
      <circle cx="12" cy="9.5" r="1.5" />
      <path d="M2.5 2v12h12" opacity=".55" />
    </>
  ),
  memory: (
    <>
      <rect x="3.5" y="3.5" width="9" height="9" rx="1.8" />
      <path d="M6 1.500v2M10 1.500v2M6 12.500v2M10 12.500v2M1.5 6h2M1.5 10h2M12.5 6h2M12.5 10h2" />
    </>
  ),
  other: <circle cx="8" cy="8" r="3" />,
  register: (
    <>
      <rect x="3" y="2" width="10" height="12" rx="1.6" />
      <path d="m5.3 5.700.8.8 1.3-1.600M9.300 5.700h1.500M5.300 10.100l.8.8 1.300-1.600M9.300 10.100h1.500" />
    </>
  ),
  approvals: (
    <>
      <path d="M3 2.5h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H8.500L5.500 14v-2.500H3a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z" />
      <path d="m5.500 7 1.800 1.800L10.800 5.200" />
    </>
  ),
  stop: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="m4.200 11.800 7.600-7.600" />
    </>
  ),
  filter: <path d="M2.5 4h11M4.5 8h7M6.5 12h3" />,
  keyboard: (
    <>
      <rect x="1.8" y="4" width="12.4" height="8" rx="1.6" />
      <path d="M4.5 6.700h.1M7 6.700h.1M9.5 6.700h.1M11.7 6.700h.1M5 9.500h6" />
    </>
  ),
  download: <path d="M8 2.500v7M5 7l3 3 3-3M3 13h10" />,
  bookmark: <path d="M4.5 2.500h7v11L8 10.800l-3.5 2.700z" />,
  external: <path d="M6.5 3.500H3.500v9h9v-3M9 2.500h4.500V7M13 3 7.5 8.5" />,
  table: <path d="M2.5 3.500h11v9h-11zM2.5 6.500h11M6.5 6.500v6" />,
  more: (
    <>
      <circle cx="3.5" cy="8" r=".8" />
      <circle cx="8" cy="8" r=".8" />
      <circle cx="12.5" cy="8" r=".8" />
    </>
  ),
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({
  name,
  size = 16,
  ...rest
}: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      {PATHS[name]}
    </svg>
  );
}

export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path d="M16.9 6.3A8 8 0 1 1 11.8 2.2" stroke="var(--ink-1)" strokeWidth="1.9" strokeLinecap="round" />
      <path
        d="m11.2.4 1.5 1.9-2 1.5"
        stroke="var(--ink-1)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="10" cy="10" r="2.9" fill="var(--accent)" />
    </svg>
  );
}
