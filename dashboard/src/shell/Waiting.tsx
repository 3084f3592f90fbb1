import { Skeleton } from '@/ui/states';
import { Page } from './Page';

/** What a page is before its address has been read. */
export function Waiting({ name }: { name: string }) {
  return (
    <Page crumbs={[name]}>
      <h1 className="answer q">{name}</h1>
      <div className="panel">
        <Skeleton />
      </div>
    </Page>
  );
}
