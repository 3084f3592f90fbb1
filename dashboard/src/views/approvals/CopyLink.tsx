'use client';

import { useState } from 'react';
import { ApiError, path, post } from '@/api/client';
import type { Approval, ApprovalLink } from '@/api/types';
import { clockSeconds } from '@/format/time';
import { useZone } from '@/ui/values';

/** Makes a link with which somebody without an account decides this one call, and copies it. */
export function CopyLink({ approval }: { approval: Approval }) {
  const zone = useZone();
  const [made, setMade] = useState<ApprovalLink | null>(null);
  const [copied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setError(null);
    try {
      const link = made ?? (await post<ApprovalLink>(path`/approvals/${approval.id}/link`, {}));
      setMade(link);
      try {
        await navigator.clipboard.writeText(link.url);
        setCopied(true);
      } catch {
        setCopied(false);
      }
    } catch (cause) {
      setError(cause instanceof ApiError ? cause.message : 'The link was not made.');
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <button type="button" className="btn sm self-start" disabled={busy} onClick={make}>
        {made && copied ? 'Copied; copy it again' : 'Copy decision link'}
      </button>
      <p className="text-12 text-ink-3" role="status">
        {made
          ? `${copied ? 'Copied. ' : ''}Whoever has this link can decide this call, once, until ${clockSeconds(made.expiresAt, zone)}.`
          : 'For somebody without an account. It opens a page and decides nothing by itself.'}
      </p>
      {made && !copied && (
        <input
          className="field"
          readOnly
          aria-label="Decision link"
          value={made.url}
          onFocus={(event) => event.target.select()}
        />
      )}
      {error && (
        <p className="text-12 text-bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
