/**
 * A certificate that nobody trusts, for a server of a test on this machine:
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=localhost
 */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUV8szYbn90zBEBhsO8ZFYZYbzC+swCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEzMDIzNDIxOFoXDTM2MTEyNzIz
NDIxOFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE/HRYKor6hYHlbEA5CRuygNltEr2ODZ7LS22MAPl0y3t09pGWuoM7LPoF
BUAwZNLOTd+98Van//xhv6jeLXI6faNTMFEwHQYDVR0OBBYEFPR9ZZiquJOc4fNu
Rgh41KJ1KCdzMB8GA1UdIwQYMBaAFPR9ZZiquJOc4fNuRgh41KJ1KCdzMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgBGhNxvtLC6SkLUYbdCRXb/vZ
EcX1SkaBXoNQRbRi5mQCIDV8uOU0mayiaD0CBu4vsjnr3k8dbaKXM0js1I+c3PEa
-----END CERTIFICATE-----
`;

/** Of that certificate and of nothing else. */
export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGJG+wcD0HmesGOf7
jXyoga0LUtHw3RlFjywcr2ZGhHmhRANCAAT8dFgqivqFgeVsQDkJG7KA2W0SvY4N
nstLbYwA+XTLe3T2kZa6gzss+gUFQDBk0s5N373xVqf//GG/qN4tcjp9
-----END PRIVATE KEY-----
`;

/** As `openssl x509 -enddate` prints it. */
export const certificateEnd = 'Nov 27 23:42:18 2036 GMT';
