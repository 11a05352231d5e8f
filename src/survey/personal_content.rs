use super::answer::stands_for_nothing;
use super::fold::fold;
use super::{ColumnSample, Personal};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The sort of personal data that most answers of a column are.
pub(super) fn by_content(column: &ColumnSample) -> Option<Personal> {
    const MOST: f64 = 0.6;
    let answers: Vec<(&str, u64)> = column
        .values
        .iter()
        .map(|(text, count)| (text.as_str(), *count))
        .filter(|(text, _)| !stands_for_nothing(&fold(text)))
        .collect();
    let answered: u64 = answers.iter().map(|(_, count)| count).sum();
    let share = |holds: &dyn Fn(&str) -> bool| {
        let such = answers.iter().filter(|(text, _)| holds(text));
        such.map(|(_, count)| *count).sum::<u64>() as f64 / answered.max(1) as f64
    };
    type Sort<'a> = (Personal, &'a dyn Fn(&str) -> bool);
    let sorts: [Sort; 6] = [
        (Personal::Email, &is_email),
        (Personal::Identity, &|text| is_nik(text) || is_nip(text)),
        (Personal::Phone, &is_phone),
        (Personal::Device, &is_device),
        (Personal::Link, &is_link),
        (Personal::Address, &is_position),
    ];
    let found = sorts.iter().find(|(_, holds)| share(holds) > MOST);
    if let Some((sort, _)) = found {
        return Some(*sort);
    }
    // A box for `telephone or e-mail` holds some of each.
    let reachable = |text: &str| is_email(text) || is_phone(text) || is_nik(text) || is_nip(text);
    if share(&reachable) > MOST {
        return Some(Personal::Phone);
    }
    let differ = |least: u64| answered >= least && column.distinct * 10 >= answered * 8;
    if differ(10) && share(&is_passport) > 0.8 {
        return Some(Personal::Identity);
    }
    if differ(10) && share(&is_own_code) > MOST {
        return Some(Personal::Code);
    }
    // Names hardly repeat and every word of them starts large, or is a name
    // known to be one, however it is written.
    let large = differ(10) && share(&is_name) > 0.8 && share(&|text| names_thing(text)) < 0.2;
    let known = differ(3) && share(&is_short_words) > 0.9 && share(&is_known_name) > 0.4;
    (large || known).then_some(Personal::Name)
}

/// Whether a single text is somebody's for certain: an address, an identity
/// number, a telephone number.
pub(super) fn is_somebodys(text: &str) -> bool {
    is_email(text) || is_nik(text) || is_nip(text) || is_phone(text) || is_device(text)
}

fn is_email(text: &str) -> bool {
    let at = text.split_once('@');
    at.is_some_and(|(user, host)| !user.is_empty() && host.contains('.')) && !text.contains(' ')
}

/// The digits of an identifier, blanks, hyphens and a float's `.0` aside.
fn digits(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['\'', '+']);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let between = |sign: &u8| matches!(sign, b' ' | b'-' | b'.' | b'(' | b')' | b'/');
    let mut signs = text.bytes();
    if !signs.all(|sign| sign.is_ascii_digit() || between(&sign)) {
        return None;
    }
    let digits = text.bytes().filter(|sign| !between(sign)).map(char::from);
    let digits: String = digits.collect();
    (!digits.is_empty()).then_some(digits)
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

/// A mobile number of Indonesia, a number with its trunk zero, or one behind a
/// plus. A date (`01/02/2024`) has other lengths or a slash.
fn is_phone(text: &str) -> bool {
    let plain = text.trim().trim_start_matches('\'');
    digits(plain).is_some_and(|digits| {
        let national = digits
            .strip_prefix("62")
            .or(digits.strip_prefix('0'))
            .unwrap_or(&digits);
        let mobile = national.starts_with('8') && (9..=12).contains(&national.len());
        let abroad = plain.starts_with('+') && (8..=15).contains(&digits.len());
        let trunk = digits.starts_with('0') && (9..=13).contains(&digits.len());
        mobile || abroad || (trunk && !plain.contains(['/', '.']))
    })
}

/// A letter or two with six or seven digits.
fn is_passport(text: &str) -> bool {
    let tail = text.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
    (1..=2).contains(&(text.len() - tail.len()))
        && (6..=7).contains(&tail.len())
        && tail.bytes().all(|sign| sign.is_ascii_digit())
}

/// Letters and digits that change more than once, as no running number does.
fn is_own_code(text: &str) -> bool {
    let kinds: Vec<bool> = text.chars().map(|sign| sign.is_ascii_digit()).collect();
    let turns = kinds.windows(2).filter(|two| two.first() != two.last());
    (4..=14).contains(&kinds.len())
        && text.chars().all(|sign| sign.is_ascii_alphanumeric())
        && turns.count() >= 2
}

/// An IPv4 or IPv6 address or a UUID, also behind `uuid:`.
fn is_device(text: &str) -> bool {
    let text = text.trim_start_matches("uuid:");
    let octets: Vec<&str> = text.split('.').collect();
    let is_ip = octets.len() == 4 && octets.iter().all(|octet| octet.parse::<u8>().is_ok());
    let is_ip =
        is_ip || (text.matches(':').count() >= 3 && text.parse::<std::net::IpAddr>().is_ok());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12]
        && text
            .bytes()
            .all(|sign| sign.is_ascii_hexdigit() || sign == b'-');
    is_ip || is_uuid
}

/// The address of an uploaded file, a photograph of an identity card say.
fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Latitude and longitude.
fn is_position(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split([' ', ',', ';'])
        .filter(|part| !part.is_empty())
        .collect();
    let precise = |part: &&str| {
        let places = part.split_once('.').map_or(0, |(_, places)| places.len());
        places >= 4
            && part
                .parse::<f64>()
                .is_ok_and(|degrees| degrees.abs() <= 180.0)
    };
    (2..=4).contains(&parts.len()) && parts.iter().take(2).all(precise)
}

fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && text.len() <= 50
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && has_letters_of_a_name(text)
}

fn has_letters_of_a_name(text: &str) -> bool {
    text.chars()
        .all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '.' | ',' | '\'' | '’' | '-'))
}

fn is_short_words(text: &str) -> bool {
    (1..=6).contains(&text.split_whitespace().count()) && has_letters_of_a_name(text)
}

/// A title-case text that names a service or an office.
pub(super) fn names_thing(text: &str) -> bool {
    const THINGS: &str = "kartu akta surat izin pembuatan pelayanan layanan kantor dinas unit \
        keterangan perizinan rumah sakit sekolah universitas fakultas teknik ilmu pendidikan \
        kecamatan kelurahan desa kota kabupaten kepala bagian bidang seksi program service \
        services department school university office certificate permit";
    let folded = fold(text);
    folded
        .split(' ')
        .any(|word| THINGS.split_whitespace().any(|thing| thing == word))
}

/// A text with a word that is a name of many people.
pub(super) fn is_known_name(text: &str) -> bool {
    // Every word of every answer is looked up.
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());
    let folded = fold(text);
    folded.split(' ').any(|word| KNOWN.contains(word)) && !names_thing(text)
}

/// Names that many people in Indonesia bear; none is a word of a survey.
pub(super) const NAMES: &str = "abdul abdullah abdurrahman achmad adi adinda aditya agus agustina ahmad \
    aisyah ali alfian amalia amelia amin amir anastasia andi andika andri andriani anggi anggraini \
    anisa anita annisa anton anwar ari arif arifin aris astuti asep ayu azis bambang basuki \
    bayu budi budiman budiono cahya cahyani cahyono candra chandra citra dani darmawan dedi deni \
    desi dewi dian diana dimas dina djoko dwi eka eko elisa endah endang erna fajar farhan fatimah \
    fauzi febri ferdi ferry firman fitri fitriani galih gilang gunawan hadi halimah hamzah handayani \
    hariyanto haryanto hasan hasanah hendra hendri heri herman hermawan heru hidayah hidayat \
    ibrahim ika ilham imam indra indri intan irawan irfan irma ismail iwan joko juliana \
    kartika khoirul kurnia kurniawan kusuma laila lestari lia lina linda lukman mahmud maria \
    mariani marlina maya mohamad mohammad muhamad muhammad mulyadi mulyani \
    mustafa nadia ningsih nisa novi novita nugroho nur nuraini nurhayati nurul oktaviani pratama \
    pratiwi prasetyo puspita putra putri rahayu rahma rahman rahmat rahmawati ramadhan ramdani \
    ratih ratna ratnasari reza rian riana ridwan rina rini riski rizal rizki rizky robert rohman \
    rosdiana rudi rusdi safitri saiful salim santi santoso saputra saputri sari septian setiawan \
    setyawan sinta siti slamet sofyan sri sudirman sugeng suharto sukma sulistyo sulaiman sumarni \
    supriadi supriyanto surya suryadi suryani susanti susanto susilo sutrisno suwarno syahrul \
    syarif tika tono toni tri tuti umar utami utomo vina wahyu wahyudi wahyuni wati wayan wawan \
    wibowo wida widodo winarti wulan wulandari yanti yanto yudi yuli yuliana yulianti yulianto \
    yuni yusuf zahra zainal zulfa zulkarnain zulkifli \
    john james michael david william mary elizabeth jennifer";
