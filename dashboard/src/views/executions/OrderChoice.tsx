import { ordersOf, orderWords } from './sorting';

/** The order of a list in words; on small screens, where its heads are left out, the words are a choice. */
export function OrderChoice({
  kind,
  sort,
  onSort,
}: {
  kind: 'runs' | 'groups';
  sort: string;
  onSort: (sort: string) => void;
}) {
  return (
    <>
      <span className="sub only-wide">{orderWords(sort)}</span>
      <select
        className="sel only-narrow"
        aria-label="Order"
        value={sort}
        onChange={(event) => onSort(event.target.value)}
      >
        {ordersOf(kind).map((order) => (
          <option key={order} value={order}>
            {orderWords(order)}
          </option>
        ))}
      </select>
    </>
  );
}
