use super::fold::fold;
use super::personal_content::{by_content, is_somebodys};
use super::{ColumnSample, Personal};

/// The sort of personal data a column holds, by its header or its content.
pub(super) fn personal(column: &ColumnSample) -> Option<Personal> {
    let header = fold(&column.header);
    by_short_header(&header)
        .filter(|sort| !is_graded(*sort, column))
        .filter(|_| is_plain(&header) || !contradicted(column))
        .or_else(|| by_any_header(&header))
        .or_else(|| by_content(column))
}

/// What a text that may be somebody's is shown as.
pub const HIDDEN: &str = "•••";

/// Takes persons' data out of the headers: of a file without a row of titles the
/// first respondent stands where the titles should be.
pub fn hide_persons(columns: &mut [ColumnSample]) {
    let times = |column: &ColumnSample| {
        let same = |(text, _): &&(String, u64)| text == column.header.trim();
        column
            .values
            .iter()
            .find(same)
            .map_or(0, |(_, count)| *count)
    };
    let answers = columns.iter().filter(|column| times(column) > 0).count();
    let somebodys = |column: &ColumnSample| is_somebodys(&column.header);
    if answers * 2 < columns.len().max(1) && !columns.iter().any(somebodys) {
        return;
    }
    for column in columns {
        let titled = by_short_header(&fold(&column.header)).is_some();
        let number = column.header.trim().parse::<f64>().is_ok_and(|n| n < 1e4);
        if is_somebodys(&column.header) || (!titled && !number) {
            column.header = HIDDEN.to_owned();
        }
    }
}

/// Longer headers are questions that merely mention a telephone or a name.
pub(super) const SHORT: usize = 5;

/// Words of a header that tell what a column holds, blanks between them.
const EMAIL: &str = "email surel mail gmail";
const DEVICE: &str = "ip ipaddr ipaddress deviceid uuid rootuuid instanceid imei imsi mac \
    simserial subscriberid useragent refurl";
const PHONE: &str = "hp telp telpon telepon tlp wa whatsapp handphone phone nohp nowa nomorhp \
    notelp notelepon phonenumber cellphone ponsel kontak";
const IDENTITY: &str = "nik nip npm nim nisn nis nrp nidn paspor passport npwp noktp nopol ssn";
/// Things that have a number of their own which leads to a person.
const NUMBERED: &str = "ktp identitas identity induk kk bpjs registrasi register pendaftaran \
    permohonan berkas polisi kendaraan plat rekening pegawai pasien anggota sim rm kartu card \
    national student employee staff patient customer member tax licence license";
const NUMBER: &str = "no nomor nomer number id";
const ADDRESS: &str = "alamat address adress zip zipcode postcode kodepos latitude longitude \
    gps geopoint geolocation koordinat coordinates";
const NAME: &str = "nama name namalengkap inisial initials fullname username firstname lastname \
    surname nickname signature ttd paraf enumerator surveyor pewawancara";
/// The name of a service or an office is no person's.
const THING: &str = "unsur butir item pertanyaan pernyataan question indikator variabel atribut dimensi \
    layanan pelayanan instansi unit opd kantor dinas produk product aplikasi \
    sekolah school kampus perusahaan company program prodi jurusan fakultas desa kecamatan \
    kelurahan puskesmas loket barang file kegiatan lembaga organisasi organization jabatan \
    kota city kabupaten provinsi negara country daerah merek merk brand toko bank klinik";
const BIRTH: &str = "ttl dob birthdate birthday";
/// Words that say nothing of what a header asks for.
const FILLER: &str = "no nomor nomer number anda saudara responden pemohon pengguna pelanggan \
    peserta lengkap opsional optional bila jika ada boleh dikosongkan wajib diisi your full \
    petugas pegawai staf dosen guru dokter perawat ibu ayah bapak kandung wali orang tua kader \
    operator yang melayani kepala ketua respondent customer user first last aktif rumah tinggal e id your the of address alamat \
    pribadi personal mahasiswa siswa pasien pos kode tanggal tgl lahir tempat date birth";

fn has(words: &[&str], list: &str) -> bool {
    list.split_whitespace().any(|word| words.contains(&word))
}

fn by_short_header(header: &str) -> Option<Personal> {
    let words: Vec<&str> = header.split(' ').collect();
    if words.len() > SHORT {
        return None;
    }
    let has = |list: &str| has(&words, list);
    let born = has("lahir birth") && has("tanggal tgl date");
    if has(EMAIL) {
        Some(Personal::Email)
    } else if has(DEVICE) || (has("device perangkat") && has("id")) {
        Some(Personal::Device)
    } else if has(PHONE) {
        Some(Personal::Phone)
    } else if born || has(BIRTH) {
        Some(Personal::Birth)
    } else if has(IDENTITY) || (has(NUMBERED) && has(NUMBER)) || header == "rekening" {
        Some(Personal::Identity)
    } else if has(ADDRESS) || header == "kode pos" || header == "rt rw" {
        Some(Personal::Address)
    } else if has(NAME) || header == "submitted by" || header == "tanda tangan" {
        (!has(THING)).then_some(Personal::Name)
    } else {
        None
    }
}

/// Whether a header is the name of something personal and nothing more, so that
/// no content can tell otherwise.
fn is_plain(header: &str) -> bool {
    let known = [
        EMAIL, PHONE, IDENTITY, NUMBERED, ADDRESS, NAME, BIRTH, DEVICE, FILLER,
    ];
    let all = |word: &str| known.iter().any(|list| has(&[word], list));
    header.split(' ').all(all)
}

/// Answers of a question that merely mentions a name or an address: few, and
/// repeated.
fn contradicted(column: &ColumnSample) -> bool {
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    let words = column.header.split_whitespace().count();
    let repeated = answered >= 5 && column.distinct <= 7 && column.distinct * 2 <= answered;
    words >= 3 && repeated
}

/// `IP` is a grade point of students as well.
fn is_graded(sort: Personal, column: &ColumnSample) -> bool {
    let number = |text: &str| text.replace(',', ".").parse::<f64>().is_ok_and(|n| n < 1e4);
    let graded = column.values.iter().all(|(text, _)| number(text));
    sort == Personal::Device && !column.values.is_empty() && graded
}

/// Headers of any length: codes that respondents build of their family's names,
/// as studies ask for to join two waves, and tokens of an invitation.
fn by_any_header(header: &str) -> Option<Personal> {
    const PARTS: [&str; 9] = [
        "letter of your",
        "huruf pertama nama",
        "huruf terakhir nama",
        "family name e g",
        "mothers first name",
        "mothers maiden",
        "nama ibu kandung",
        "number of your year of birth",
        "birth date e g",
    ];
    const WHOLE: [&str; 8] = [
        "token",
        "kode pribadi",
        "personal code",
        "code word",
        "kata sandi",
        "participant code",
        "kode unik",
        "unique code",
    ];
    let told = PARTS.iter().any(|part| header.contains(part))
        || WHOLE.contains(&header)
        || header.starts_with("indicode");
    told.then_some(Personal::Code)
}
