import Link from 'next/link';
import { Page } from '@/shell/Page';
import { Answer } from '@/ui/values';

export default function NotFound() {
  return (
    <Page crumbs={['Not found']}>
      <Answer sub="the address may be cut off, or come from a newer MetaAgent">
        There is no page at this address.
      </Answer>
      <div>
        <Link href="/fleet" className="btn">
          Go to the fleet
        </Link>
      </div>
    </Page>
  );
}
