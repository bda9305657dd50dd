/** What eSIM Access sends, by its own field names (facts/providers/esim-access.md). */
import type { Wire } from '../../esim/read';

/** Section 4. */
export type WireEnvelope = Wire<'success' | 'errorCode' | 'errorMsg' | 'errorMessage' | 'obj'>;

/** Section 6. `price` and `retailPrice` are ten-thousandths of a dollar, `volume` is bytes. */
export type WirePackage = Wire<
  | 'packageCode'
  | 'slug'
  | 'name'
  | 'price'
  | 'retailPrice'
  | 'currencyCode'
  | 'volume'
  | 'duration'
  | 'durationUnit'
  | 'location'
  | 'locationCode'
  | 'dataType'
>;

/** Section 8: an eSIM with its order, its packages and its usage. */
export type WireProfile = Wire<
  | 'esimTranNo'
  | 'orderNo'
  | 'transactionId'
  | 'imsi'
  | 'iccid'
  | 'ac'
  | 'qrCodeUrl'
  | 'shortUrl'
  | 'smdpStatus'
  | 'eid'
  | 'dataType'
  | 'activateTime'
  | 'expiredTime'
  | 'totalVolume'
  | 'totalDuration'
  | 'orderUsage'
  | 'esimStatus'
  | 'packageList'
>;

/** Section 8: what was bought for an eSIM, first with its order, then as top-ups. */
export type WireBought = Wire<
  'packageName' | 'packageCode' | 'slug' | 'createTime' | 'esimTranNo' | 'transactionId' | 'volume' | 'duration'
>;

/** Section 12. */
export type WireToppedUp = Wire<'transactionId' | 'topUpEsimTranNo' | 'iccid' | 'expiredTime' | 'totalVolume'>;

/** Section 14. */
export type WireUsage = Wire<'esimTranNo' | 'dataUsage' | 'totalData' | 'lastUpdateTime'>;

/** Section 18. */
export type WireEvent = Wire<'notifyType' | 'notifyId' | 'eventGenerateTime' | 'content'>;

/** Section 18: what the kinds of events have in it between them. */
export type WireContent = Wire<
  | 'orderNo'
  | 'orderStatus'
  | 'iccid'
  | 'esimTranNo'
  | 'esimStatus'
  | 'smdpStatus'
  | 'remainVolume'
  | 'remain'
  | 'remainThreshold'
  | 'expiredTime'
  | 'timestamp'
  | 'seqNumber'
  | 'notifyStatus'
>;
