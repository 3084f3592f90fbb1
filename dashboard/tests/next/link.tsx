import type { AnchorHTMLAttributes } from 'react';
import { go } from './navigation';

/** next/link outside of Next: an anchor that changes the address without leaving the page. */
export default function Link({
  href,
  onClick,
  prefetch: _,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; prefetch?: boolean }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        event.preventDefault();
        go(href);
      }}
    />
  );
}
