use super::fold::fold;
use super::recognise::share;
use super::{ColumnSample, Personal};

/// The sort of personal data a column holds, by its header or its content.
pub(super) fn personal(column: &ColumnSample) -> Option<Personal> {
    by_personal_header(&fold(&column.header)).or_else(|| by_content(column))
}

/// Longer headers are questions that merely mention a telephone or a name.
pub(super) const SHORT: usize = 5;

/// Words of a header that tell what a column holds, blanks between them.
const EMAIL: &str = "email surel mail";
const DEVICE: &str = "ip deviceid uuid imei mac";
const PHONE: &str = "hp telp telpon telepon tlp wa whatsapp handphone phone nohp nowa kontak";
const IDENTITY: &str = "nik nip npm nim nisn nis nrp paspor passport npwp noktp";
const NUMBERED: &str = "ktp identitas induk kk bpjs";
const ADDRESS: &str = "alamat address adress";
const NAME: &str = "nama name namalengkap inisial fullname username";
/// The name of a service or an office is no person's.
const THING: &str = "layanan pelayanan instansi unit opd kantor dinas produk aplikasi sekolah \
    kampus perusahaan program prodi fakultas desa kecamatan kelurahan puskesmas loket barang \
    file kegiatan lembaga";

fn by_personal_header(header: &str) -> Option<Personal> {
    let words: Vec<&str> = header.split(' ').collect();
    if words.len() > SHORT {
        return None;
    }
    let has = |list: &str| list.split(' ').any(|word| words.contains(&word));
    if has(EMAIL) {
        Some(Personal::Email)
    } else if has(DEVICE) || (has("device perangkat") && has("id")) {
        Some(Personal::Device)
    } else if has(PHONE) {
        Some(Personal::Phone)
    } else if has(IDENTITY) || (has(NUMBERED) && has("no nomor nomer number")) {
        Some(Personal::Identity)
    } else if has(ADDRESS) {
        Some(Personal::Address)
    } else {
        (has(NAME) && !has(THING)).then_some(Personal::Name)
    }
}

fn by_content(column: &ColumnSample) -> Option<Personal> {
    const MOST: f64 = 0.6;
    if share(column, |text| {
        text.contains('@') && text.contains('.') && !text.contains(' ')
    }) > MOST
    {
        return Some(Personal::Email);
    }
    if share(column, |text| is_nik(text) || is_nip(text)) > MOST {
        return Some(Personal::Identity);
    }
    if share(column, is_phone) > MOST {
        return Some(Personal::Phone);
    }
    if share(column, is_device) > MOST {
        return Some(Personal::Device);
    }
    // Names hardly repeat and every word of them starts large.
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    let hardly_repeats = answered >= 10 && column.distinct * 10 >= answered * 8;
    (hardly_repeats && share(column, is_name) > 0.8).then_some(Personal::Name)
}

/// The digits of an identifier, blanks, hyphens and a float's `.0` aside.
fn digits(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['\'', '+']);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '-' | '.' | '(' | ')'))
        .collect();
    let all = !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit());
    all.then_some(digits)
}

fn part(digits: &str, from: usize, to: usize) -> u32 {
    digits
        .get(from..to)
        .and_then(|part| part.parse().ok())
        .unwrap_or(0)
}

/// 16 digits whose 7th to 12th are a date of birth, the day plus 40 for women.
fn is_nik(text: &str) -> bool {
    digits(text).is_some_and(|digits| {
        let day = part(&digits, 6, 8);
        let day = if day > 40 { day - 40 } else { day };
        digits.len() == 16 && (1..=31).contains(&day) && (1..=12).contains(&part(&digits, 8, 10))
    })
}

/// 18 digits that start with a date of birth.
fn is_nip(text: &str) -> bool {
    digits(text).is_some_and(|digits| {
        digits.len() == 18
            && (1940..=2020).contains(&part(&digits, 0, 4))
            && (1..=12).contains(&part(&digits, 4, 6))
            && (1..=31).contains(&part(&digits, 6, 8))
    })
}

fn is_phone(text: &str) -> bool {
    digits(text).is_some_and(|digits| {
        let national = digits
            .strip_prefix("62")
            .or(digits.strip_prefix('0'))
            .unwrap_or(&digits);
        national.starts_with('8') && (9..=12).contains(&national.len())
    })
}

/// An IPv4 address or a UUID.
fn is_device(text: &str) -> bool {
    let octets: Vec<&str> = text.split('.').collect();
    let is_ip = octets.len() == 4 && octets.iter().all(|octet| octet.parse::<u8>().is_ok());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12]
        && text
            .bytes()
            .all(|sign| sign.is_ascii_hexdigit() || sign == b'-');
    is_ip || is_uuid
}

fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && text.len() <= 50
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && text
            .chars()
            .all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '.' | ',' | '\'' | '’' | '-'))
}
